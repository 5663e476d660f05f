package io.dodil.buildsecrets.model;

/// The login used to clone private repositories.
public record GitLogin(Sensitive username, Sensitive password) {}
