"""What was disclosed: records, Merkle tree, checkpoints, proofs, accounting."""
