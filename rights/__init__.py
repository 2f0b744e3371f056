"""The use cases of privacy teams: enquiries, exports, verification."""
