package io.dodil.buildsecrets.status;

/// A reason with its sentence.
public record Finding(Reason reason, String sentence) {}
