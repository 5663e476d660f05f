package io.dodil.buildsecrets.sandbox;

/// The body of a save call, whatever became of the call.
///
/// @param organization the token's; empty when there is none
public record Received(String organization, String body) {

  @Override
  public String toString() {
    return "Received[" + organization + "]";
  }
}
