package io.dodil.buildsecrets.sandbox;

/// Whom a save call comes from.
sealed interface Caller {

  /// The organization's name; empty when the token names none or several, or is no good.
  String organization();

  /// What its token was asked for with; empty: nothing, or the token is no good.
  String scope();

  record Known(Grant grant) implements Caller {
    @Override
    public String organization() {
      var organizations = grant.organizations();
      return organizations.size() == 1 ? organizations.getFirst().name() : "";
    }

    @Override
    public String scope() {
      return String.join(" ", grant.scopes());
    }
  }

  record Unknown(String why) implements Caller {
    @Override
    public String organization() {
      return "";
    }

    @Override
    public String scope() {
      return "";
    }
  }
}
