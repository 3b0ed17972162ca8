"""What a ticket's file holds beside its steps (案卷): requests, rulings, contacts, evidence, supervision."""
