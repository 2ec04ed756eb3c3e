// Better with script, whole without: nothing here is needed to read a page.
