"""The columns: what one worker takes in memory."""

from laborsim.kernels.state import ROW


def test_a_row_is_its_fields_and_nothing_between_them_so_that_equal_bytes_mean_equal_workers():
    sizes = {name: ROW[name].itemsize for name in ROW.names}
    assert ROW.itemsize == sum(sizes.values()), f"padding beside {sizes}: its bytes may differ where no worker does"
