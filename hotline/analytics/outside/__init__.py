"""Weekly figures of leagues with platforms of their own (盟市报送): who must report, what came, and who has not."""
