"""Has no includeme."""
