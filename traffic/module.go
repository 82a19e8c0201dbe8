package outlast
