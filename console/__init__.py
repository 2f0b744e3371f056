"""What a privacy reviewer sees and may do: pages and admin API over `rights`."""
