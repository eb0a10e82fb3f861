"""What every response has: headers, compression, validators, problems, and which format is wanted."""
