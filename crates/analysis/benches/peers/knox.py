"""Knox of pointpats beside ours. Needs: pip install pointpats pandas

usage: knox.py FOLDER
"""
import sys
import time

import pandas as pd
from pointpats import Knox

for count, permutations in [(10_000, 99), (30_000, 9)]:
    points = pd.read_csv(f"{sys.argv[1]}/points-{count}.csv")
    start = time.process_time()
    found = Knox(points[["x", "y"]], points[["day"]], delta=200.0, tau=14, permutations=permutations)
    spent = time.process_time() - start
    observed, expected, p = open(f"{sys.argv[1]}/knox-{count}.csv").read().split(",")
    print(f"{count} events, {permutations} permutations: {spent:.2f} s CPU;", end=" ")
    print(f"observed {found.statistic_} (ours {observed}), expected {found.expected[0][0]:.4f} (ours {float(expected):.4f})")
