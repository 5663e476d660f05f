package io.dodil.buildsecrets.sandbox;

/// Whom a save call comes from.
sealed interface Caller {

  /// The organization's name; empty when the token names none or several, or is no good.
  String organization();

  record Known(Grant grant) implements Caller {
    @Override
    public String organization() {
      var organizations = grant.organizations();
      return organizations.size() == 1 ? organizations.getFirst().name() : "";
    }
  }

  record Unknown(String why) implements Caller {
    @Override
    public String organization() {
      return "";
    }
  }
}
