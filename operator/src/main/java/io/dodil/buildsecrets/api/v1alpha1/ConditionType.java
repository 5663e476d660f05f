package io.dodil.buildsecrets.api.v1alpha1;

/// The types of the conditions that the operator writes, in the order in which it writes them. The
/// names are part of the API.
public enum ConditionType {
  /// the organization holds what the resource and its Secrets say
  READY("Ready"),
  /// the referenced Secrets could be read and make a payload
  SECRETS_RESOLVED("SecretsResolved"),
  /// the API has accepted that payload
  SYNCED("Synced"),
  /// there only while True: not ready, and on its way
  RECONCILING("Reconciling"),
  /// there only while True: not ready, and a person has to act
  STALLED("Stalled");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /// As it stands in a status.
  public String text() {
    return text;
  }

  /// Whether conditions of this type are there only while they are True.
  public boolean isAbnormal() {
    return this == RECONCILING || this == STALLED;
  }
}
