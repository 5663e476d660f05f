package io.dodil.buildsecrets.sandbox;

/// What a save does to a group it doesn't send. The API reference doesn't say, so both are here.
public enum AbsentGroups {
  /// The request is the whole new state.
  REPLACE,
  /// The group stays as stored.
  KEEP
}
