package io.dodil.buildsecrets.sandbox;

/// A user and a token to clone with.
public record GitCredentials(String username, String password) {

  @Override
  public String toString() {
    return "GitCredentials[***]";
  }
}
