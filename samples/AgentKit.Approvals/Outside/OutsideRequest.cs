namespace AgentKit.Approvals.Outside;

/// <summary>What somebody outside was asked for, and did once.</summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="Service">Who was asked.</param>
/// <param name="Answer">What it answered the first time and ever since; JSON.</param>
/// <param name="TimesAsked">How often it was asked under this key.</param>
internal sealed record OutsideRequest(string Key, string Service, string Answer, int TimesAsked);
