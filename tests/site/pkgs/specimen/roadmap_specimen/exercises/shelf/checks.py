def test_titles(call, expect):
    """titles() lists every title, sorted"""
    expect(call("shelf:titles")).equals(["Art", "Zen"], message="titles() is not every title, sorted")
