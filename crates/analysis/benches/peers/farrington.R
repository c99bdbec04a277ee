# farringtonFlexible and earsC of surveillance beside ours. Needs: apt install r-cran-surveillance
#
# usage: Rscript farrington.R FOLDER
suppressMessages(library(surveillance))
folder <- commandArgs(TRUE)[1]
series <- t(as.matrix(read.csv(file.path(folder, "series.csv"), header = FALSE)))
counts <- sts(series, frequency = 52)
cpu <- function(run) sum(system.time(run)[c("user.self", "sys.self")])

# As FarringtonOptions with years = 3, alpha = 0.05, least = (0, 4).
control <- list(range = 258:261, b = 3, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, pThresholdTrend = 1,
                alpha = 0.05, weightsThreshold = 2.58, reweight = TRUE, limit54 = c(0, 4), glmWarnings = FALSE,
                thresholdMethod = "nbPlugin")
spent <- cpu(found <- farringtonFlexible(counts, control))
ours <- read.csv(file.path(folder, "farrington.csv"))
theirs <- as.vector(upperbound(found))
cat(sprintf("%d series, 4 weeks: farringtonFlexible %.2f s CPU; ", ncol(series), spent))
cat(sprintf("bounds that differ: %d of %d, largest difference of the expected %.1e\n", sum(theirs != ours$upper),
            length(theirs), max(abs(as.vector(found@control$expected) / ours$expected - 1))))

for (method in c("C1", "C2", "C3")) {
  spent <- cpu(found <- earsC(counts, list(method = method)))
  cat(sprintf("%d series: earsC %s %.2f s CPU\n", ncol(series), method, spent))
  if (method == "C1") {
    ours <- as.matrix(read.csv(file.path(folder, "ears-c1.csv"), header = FALSE))
    cat(sprintf("largest difference of the bounds %.1e\n", max(abs(t(upperbound(found)) - ours))))
  }
}
