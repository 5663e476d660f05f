package io.dodil.buildsecrets.config;

/// What is wrong with the configuration, and where. Holds no value out of the file.
///
/// @param path such as `endpoints.staging.apiUrl`; empty for the file as a whole
public record Fault(String path, String message) {

  /// As a person reads it: `endpoints.staging.apiUrl: must be an https URL`.
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
