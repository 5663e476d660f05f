package io.dodil.buildsecrets.caller;

/// There is no plan: the command ends with this sentence, which is our own, quotes no one, and says
/// what to fix.
public final class Unplannable extends Exception {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  public Unplannable(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
