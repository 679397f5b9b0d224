assert not set(train) & set(test) and not set(validation) & (set(train) | set(test))
assert len(train) + len(validation) + len(test) == len(rating)
assert rmse["biases"] < min(rmse["mean of the user"], rmse["mean of the film"])
assert rmse["32 numbers, penalty"] < rmse["biases"] < rmse["32 numbers, ten epochs"]
assert min(overfitting.history["val_rmse"]) > min(history.history["val_rmse"])
assert gain[0] > 0
assert agreement > 0.95
assert lines["film, user, taste"][30] < lines["film, user"][30] < lines["film"][30]

if data.source == "full":
    assert (len(users), len(films), len(rating)) == (610, 9724, 100_836)
    assert best <= 3
    assert 0.84 <= rmse["biases"] <= 0.87
    assert rmse["32 numbers, penalty"] <= 0.85
    assert gain[0] > 0.005
    assert rmse["embeddings and genres"] < rmse["32 numbers, penalty"] + 0.002
    assert hits["most rated"] > hits["predicted stars"] > hits["best by bias"]
    assert hits["stars and popularity"] > hits["most rated"]
