from helpers.checks.proof import prove

RIGHT = {
    "10.1": {
        "a list of codes": """
def walk(first, last, count):
    return [first + i / (count - 1) * (last - first) for i in range(count)]
""",
        "float32, by addition": """
def walk(first, last, count, dtype="float32"):
    codes = [first.astype(dtype)]
    while len(codes) < count:
        codes.append(codes[-1] + (last - first).astype(dtype) / np.float32(count - 1))
    return np.array(codes)
""",
        "a matrix product": """
def walk(first, last, count):
    parts = np.arange(count) / (count - 1)
    return np.column_stack([1 - parts, parts]) @ np.vstack([first, last])
""",
    },
    "10.2": {
        "pixel by pixel": """
def decibels(output, picture):
    pairs = zip(output.ravel().tolist(), picture.ravel().tolist())
    squares = [(one - other) ** 2 for one, other in pairs]
    return 20 * np.log10(255) - 10 * np.log10(sum(squares) / len(squares))
""",
        "scaled first, float32": """
def decibels(output, picture, peak=1.0):
    output, picture = (x.astype("float32") / 255 for x in (output, picture))
    return np.float32(10) * np.log10(peak / np.square(output - picture).mean())
""",
        "an array without axes": """
def decibels(output, picture):
    errors = np.subtract(output, picture, dtype="int32")
    return np.array(10 * np.log(255**2 * errors.size / (errors**2).sum()) / np.log(10))
""",
    },
    "10.3": {
        "a whole number of NumPy's": """
def parameters(channels, filters, kernel):
    before = np.array([channels, *filters[:-1]])
    return (kernel**2 * before + 1) @ np.array(filters)
""",
        "recursion": """
def parameters(channels, filters, kernel):
    if not filters:
        return 0
    first, *others = filters
    own = (kernel**2 * channels + 1) * first
    return own + parameters(first, others, kernel)
""",
        "an array without axes": """
def parameters(channels, filters, kernel):
    layers = zip([channels, *filters], filters)
    return np.array(sum((kernel**2 * a + 1) * b for a, b in layers))
""",
    },
    "10.4": {
        "a tuple": """
def sides(side, steps):
    found = ()
    for step in steps:
        pooled = side // 2 + side % 2
        side = {"same": side, "valid": side - 2, "pool": pooled, "up": 2 * side}[step]
        found += (side,)
    return found
""",
        "an array of whole numbers": """
def sides(side, steps):
    found = np.empty(len(steps), dtype="int16")
    for place, step in enumerate(steps):
        if step == "valid":
            side -= 2
        elif step in ("pool", "up"):
            side = (side + 1) // 2 if step == "pool" else side + side
        found[place] = side
    return found
""",
        "accumulation": """
def sides(side, steps):
    from itertools import accumulate
    from math import ceil
    rules = {"valid": lambda n: n - 2, "pool": lambda n: ceil(n / 2)}
    rules |= {"same": int, "up": lambda n: n * 2}
    return [*accumulate(steps, lambda n, step: rules[step](n), initial=side)][1:]
""",
    },
}

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
        "one code more": """
def walk(first, last, count):
    return np.linspace(first, last, count + 1)
""",
        "one row a code was asked": """
def walk(first, last, count):
    parts = np.arange(0, 1 + 1 / (count - 1), 1 / (count - 1))
    return first + parts[:, None] * (last - first)
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
        "not the largest in the picture": """
def decibels(output, picture):
    squared = np.mean((output.astype(float) - picture) ** 2)
    return 10 * np.log10(float(picture.max()) ** 2 / squared)
""",
        "256 values": """
def decibels(output, picture):
    return 10 * np.log10(256**2 / np.mean((output.astype(float) - picture) ** 2))
""",
        "none for their squares": """
def decibels(output, picture):
    errors = output.astype("int16") - picture
    return 10 * np.log10(255**2 / np.mean(errors**2))
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
        "an `int` was asked": """
def parameters(channels, filters, kernel):
    layers = zip([channels, *filters], filters)
    return np.sum([(kernel**2 * before + 1.0) * after for before, after in layers])
""",
        "`parameters` changes `filters`": """
def parameters(channels, filters, kernel):
    filters.insert(0, channels)
    return sum((kernel**2 * a + 1) * b for a, b in zip(filters, filters[1:]))
""",
    },
    "10.4": {
        "sides before the steps": """
def sides(side, steps):
    rows = []
    for step in steps:
        rows.append(side)
        after = {"same": side, "valid": side - 2, "pool": -(-side // 2)}
        side = after.get(step, 2 * side)
    return rows
""",
        "the row that is left over": """
def sides(side, steps):
    found = []
    for step in steps:
        after = {"same": side, "valid": side - 2, "pool": side // 2, "up": 2 * side}
        side = after[step]
        found.append(side)
    return found
""",
        "`round` takes 2.5 down": """
def sides(side, steps):
    found = []
    for step in steps:
        after = {"same": side, "valid": side - 2, "pool": round(side / 2)}
        side = after.get(step, 2 * side)
        found.append(side)
    return found
""",
        "it is halved": """
def sides(side, steps):
    found = []
    for step in steps:
        after = {"same": side, "valid": side - 2, "pool": side // 2 + 1}
        side = after.get(step, 2 * side)
        found.append(side)
    return found
""",
        "an `int` was asked": """
def sides(side, steps):
    found = []
    for step in steps:
        after = {"same": side, "valid": side - 2, "pool": np.ceil(side / 2)}
        side = after.get(step, 2 * side)
        found.append(side)
    return found
""",
        "the step before has made": """
def sides(side, steps):
    after = {"same": side, "valid": side - 2, "pool": -(-side // 2), "up": 2 * side}
    return [after[step] for step in steps]
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

prove(globals(), 10, right=RIGHT, wrong=WRONG)
