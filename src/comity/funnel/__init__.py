"""How many are at which stage, by nation, sector and self-declared gender: small cells withheld."""
