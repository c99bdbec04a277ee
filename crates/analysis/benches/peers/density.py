"""FFTKDE of KDEpy beside ours. Needs: pip install KDEpy numpy pandas

usage: density.py FOLDER
"""
import sys
import time

import numpy as np
import pandas as pd
from KDEpy import FFTKDE

SIDE, CELLS, BANDWIDTH = 15_033.0, 512, 200.0
# KDEpy wants the grid to enclose all points: two cells more on each side.
padded = (np.arange(-2, CELLS + 2) + 0.5) * SIDE / CELLS
grid = np.array(np.meshgrid(padded, padded, indexing="ij")).reshape(2, -1).T / BANDWIDTH

for count in [10_000, 100_000, 1_000_000]:
    # In units of the bandwidth: KDEpy ends a kernel where it falls below 1e-4, whatever the unit, so in metres it would be
    # cut off near its middle.
    points = pd.read_csv(f"{sys.argv[1]}/points-{count}.csv")[["x", "y"]].to_numpy() / BANDWIDTH
    found = []
    for _ in range(6):
        start = time.process_time()
        values = FFTKDE(kernel="gaussian", bw=1.0).fit(points).evaluate(grid)
        found.append(time.process_time() - start)
    values = values.reshape(CELLS + 4, CELLS + 4)[2:-2, 2:-2].T.ravel() * count / BANDWIDTH**2
    ours = np.loadtxt(f"{sys.argv[1]}/density-{count}.csv")
    away = np.ones((CELLS, CELLS), bool)
    away[2:-2, 2:-2] = False
    difference = np.abs(values - ours)[~away.ravel()].max() / values.max()
    print(f"{count} points: FFTKDE {min(found[1:]):.4f} s CPU; largest difference {difference:.1e} of the highest value")
