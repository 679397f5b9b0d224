assert floor < training_error < validation_error < lazy
assert errors["model"].groupby(times_seen, observed=False).mean()["never"] < lazy
never = errors[times_seen == "never"].mean()
assert never["model"] < never["table"]
assert agreement["points of unseen reviews"] > 0.95
assert agreement["points of unseen reviews"] > agreement["cosines between varieties"]

if wine.source == "full":
    assert (len(points), [len(names[c]) for c in columns]) == (129_971, [20, 708, 44])
    assert f"{lazy:.2f} {floor:.3f}" == "2.46 2.093"
    assert training_error <= 2.15
    assert validation_error <= 2.17
