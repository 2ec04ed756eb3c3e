"""CORDIS: participations in projects of the EU's framework programme Horizon 2020."""
