"""World Bank: national series on research, researchers, patents and trade."""
