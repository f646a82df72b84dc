"""Quality and speed, measured on sets that lie beside the repository, with a peer on the same texts."""
