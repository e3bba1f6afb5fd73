namespace AgentKit.Tests.Errors;

internal sealed record ErrorSample(AgentKitException Error, ErrorCategory Category, bool IsRetryable, IReadOnlyList<string> InMessage);
