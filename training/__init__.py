"""How the reader's model is made: data, network, training, export. Never imported by the package."""
