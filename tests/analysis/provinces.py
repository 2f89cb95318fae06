"""A province with a block of its own, for worlds that begin at the end of 2023."""

from laborsim.scenario.province_block import ProvinceBlock

GANSU = ProvinceBlock(
    region="CN-GS",
    base_year=2023,
    local=3_000_000,
    outbound=5_000_000,
    interprovince=2_000_000,
    constant_local=0.0,
    constant_inside=0.0,
    constant_outside=0.0,
    constant_out=0.0,
    spread=2.0,
)
