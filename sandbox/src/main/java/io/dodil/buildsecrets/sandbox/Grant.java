package io.dodil.buildsecrets.sandbox;

import java.time.Instant;
import java.util.List;

/// What a token stands for.
record Grant(String id, String client, List<Organization> organizations, Instant expiry) {}
