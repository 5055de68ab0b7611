"""Laboratory units and analytes, one TOML file per group; read by :mod:`bot.knowledge.analytes`."""
