"""The ground floor: the nouns of data protection, and the policy that speaks in them."""
