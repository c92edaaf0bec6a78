"""Interrupted time series once more, slowly: exact fractions, whole matrices, plain loops. Shares nothing with
the fast code.
"""

from fractions import Fraction
from math import log

import numpy as np


def design(times, change, *, slope=True):
    """Rows of intercept, trend, level change and trend change, as fractions."""
    rows = []
    for time in times:
        row = [Fraction(1), Fraction(time), Fraction(int(time >= change))]
        if slope:
            row.append(Fraction(max(0, time - change)))
        rows.append(row)
    return rows


def solve(matrix, right):
    """Gauss and Jordan, in fractions."""
    size = len(matrix)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        pivot = next(r for r in range(i, size) if rows[r][i] != 0)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(size):
            if r != i:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[-1] for row in rows]


def exact_least_squares(rows, y):
    """Coefficients and the diagonal of their covariance, exactly, then as floats."""
    y = [Fraction(value) for value in y]
    k = len(rows[0])
    normal = [[sum(row[i] * row[j] for row in rows) for j in range(k)] for i in range(k)]
    found = solve(normal, [sum(row[i] * value for row, value in zip(rows, y, strict=True)) for i in range(k)])
    left = [
        value - sum(a * b for a, b in zip(row, found, strict=True))
        for row, value in zip(rows, y, strict=True)
    ]
    variance = sum(each * each for each in left) / (len(y) - k)
    inverse = [solve(normal, [Fraction(int(i == j)) for i in range(k)])[j] for j in range(k)]
    return [float(each) for each in found], [float(variance * each) for each in inverse]


def restricted_likelihood(times, y, x, rho):
    """The restricted log-likelihood of AR(1) errors with the whole matrix of correlations, and the fit there."""
    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    apart = np.abs(np.subtract.outer(times, times))
    correlations = np.power(float(rho), apart)
    inverse = np.linalg.inv(correlations)
    information = x.T @ inverse @ x
    found = np.linalg.solve(information, x.T @ inverse @ y)
    left = y - x @ found
    variance = left @ inverse @ left / (len(y) - x.shape[1])
    likelihood = -0.5 * (
        (len(y) - x.shape[1]) * log(variance)
        + np.linalg.slogdet(correlations)[1]
        + np.linalg.slogdet(information)[1]
    )
    return likelihood, found, variance * np.linalg.inv(information)


def newey_west(times, y, x, found, lag):
    """The covariance by Newey and West, one pair of periods at a time."""
    x, left = np.array(x, dtype=float), np.array(y) - np.array(x, dtype=float) @ found
    middle = np.zeros((x.shape[1], x.shape[1]))
    for i in range(len(left)):
        for j in range(len(left)):
            apart = abs(times[i] - times[j])
            if apart <= lag:
                middle += (1 - apart / (lag + 1)) * left[i] * left[j] * np.outer(x[i], x[j])
    bread = np.linalg.inv(x.T @ x)
    return bread @ middle @ bread
