"""Engines that read and write the cube; nothing outside this folder knows them."""
