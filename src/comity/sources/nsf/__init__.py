"""Statistics of NSF's Science & Engineering Indicators: patents, articles, AI articles."""
