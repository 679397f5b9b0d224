from helpers.checks.proof import prove

WRONG = {
    "10.1": {
        "one step before the end": """
def walk(first, last, count):
    return np.linspace(first, last, count, endpoint=False)
""",
        "Both ends belong": """
def walk(first, last, count):
    return np.linspace(first, last, count + 2)[1:-1]
""",
        "transposed": """
def walk(first, last, count):
    return np.linspace(first, last, count, axis=1)
""",
    },
    "10.2": {
        "Here it is not 1": """
def decibels(output, picture):
    return -10 * np.log10(np.mean((output.astype(float) - picture) ** 2))
""",
        "not its root": """
def decibels(output, picture):
    root = np.sqrt(np.mean((output.astype(float) - picture) ** 2))
    return 10 * np.log10(255**2 / root)
""",
        "to base 10": """
def decibels(output, picture):
    squared = np.mean((output.astype(float) - picture) ** 2)
    return 10 * np.log(255**2 / squared)
""",
        "no room for differences": """
def decibels(output, picture):
    return 10 * np.log10(255**2 / np.mean((output - picture) ** 2))
""",
    },
    "10.3": {
        "The biases are missing": """
def parameters(channels, filters, kernel):
    total = 0
    for count in filters:
        total += kernel * kernel * channels * count
        channels = count
    return total
""",
        "looks at all channels": """
def parameters(channels, filters, kernel):
    return sum((kernel * kernel + 1) * count for count in filters)
""",
        "sees what the first has made": """
def parameters(channels, filters, kernel):
    return sum((kernel * kernel * channels + 1) * count for count in filters)
""",
    },
    "10.4": {
        "the row that is left over": """
def sides(side, steps):
    found = []
    for step in steps:
        after = {"same": side, "valid": side - 2, "pool": side // 2, "up": 2 * side}
        side = after[step]
        found.append(side)
    return found
""",
        "there are two edges": """
def sides(side, steps):
    found = []
    for step in steps:
        after = {"same": side, "valid": side - 1, "pool": (side + 1) // 2}
        side = after.get(step, 2 * side)
        found.append(side)
    return found
""",
        "one number a step": """
def sides(side, steps):
    found = [side]
    for step in steps:
        after = {"same": side, "valid": side - 2, "pool": (side + 1) // 2}
        side = after.get(step, 2 * side)
        found.append(side)
    return found
""",
    },
}

prove(globals(), 10, WRONG)
