SELECT body FROM policies WHERE version = (SELECT max(version) FROM policies)
