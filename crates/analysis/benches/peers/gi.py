"""Gi* of esda (numba) beside ours. Needs: pip install esda libpysal numba pandas

usage: gi.py FOLDER
"""
import sys
import time

import numpy as np
import pandas as pd
from esda.getisord import G_Local
from esda.moran import Moran_Local
from libpysal.weights import W


def best(run, times=5):
    run()
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)


for name in ["9", "10"]:
    cells = pd.read_csv(f"{sys.argv[1]}/cells-{name}.csv")
    neighbours = {i: [int(j) for j in row.split()] for i, row in enumerate(cells.neighbours)}
    w, y = W(neighbours, silence_warnings=True), cells["count"].to_numpy(float)
    gi = lambda permutations=999: G_Local(y, w, transform="B", star=True, permutations=permutations, n_jobs=1, seed=1)
    result = gi(9_999)
    print(f"resolution {name}, {len(y)} cells, 999 permutations: Gi* {best(gi):.4f} s CPU,", end=" ")
    print(f"local Moran {best(lambda: Moran_Local(y, w, permutations=999, n_jobs=1, seed=1)):.4f} s CPU")
    # esda's p is that of the nearer side; ours that of the high one.
    high = result.Zs > 1
    print(f"  largest difference of z {np.abs(result.Zs - cells.z).max():.1e},", end=" ")
    print(f"of p where z > 1 {np.abs(result.p_sim - cells.p)[high].max():.4f}")
