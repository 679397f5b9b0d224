assert ids == [1, 2, 3, 4, 1]
assert (looked_up == one_hot @ table).all()
assert gradient.indices.numpy().tolist() == ids
assert not dense_gradient[0].any()
assert dense_gradient[1:].any(axis=1).all()

assert sizes[-1] == 100_000
assert memory["one-hot"][-1] == 512 * 100_000 * 4
assert len(set(memory["lookup"])) == 1
assert slower > 100
