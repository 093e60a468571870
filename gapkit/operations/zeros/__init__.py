"""The three zeros: no distance, no complaint left without remedy, no cost that need not be."""
