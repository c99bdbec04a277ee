//! A drawing as a file of its own, for documents.

/// The drawing with the style that a page would give it, for paper and screens by day and by night.
///
/// Pages do not need this: their style sheet has the same classes.
pub fn standalone(svg: &str) -> String {
    const STYLE: &str = include_str!("standalone.css");
    let style: String = STYLE.lines().map(str::trim).collect();
    let with_space = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    with_space.replacen('>', &format!("><style>{style}</style>"), 1) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_stands_at_the_beginning() {
        let svg = standalone(&crate::sparkline(&[1.0, 2.0], "Verlauf"));
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ln-spark\""));
        assert!(svg.contains("viewBox=\"-2 0 124 24\"><style>svg{") && svg.ends_with("</svg>\n"));
    }

    #[test]
    fn every_shade_has_a_style() {
        let svg = standalone("<svg ></svg>");
        for level in 0..=crate::LEVELS {
            assert!(svg.contains(&format!(".ln-fill--{level}{{")), "{level}");
        }
    }
}
