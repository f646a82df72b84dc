"""From the network's numbers to spans, links and claims; nothing impossible comes out."""
