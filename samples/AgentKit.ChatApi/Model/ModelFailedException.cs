using System.ClientModel;
using System.Net;
using Anthropic.Exceptions;

namespace AgentKit.ChatApi.Model;

/// <summary>The provider of the model did not answer, or not to the end, whatever its client calls that.</summary>
internal sealed class ModelFailedException(Exception cause)
    : AgentKitException($"The model did not answer: {Describe(cause)}.", cause)
{
    private const int MaxCauseLength = 300;

    public override ErrorCategory Category => ErrorCategory.Model;

    /// <summary>Not where the provider has refused the request itself: a wrong key, no access, no such model, a prompt that is too long.</summary>
    public override bool IsRetryable => StatusOf(InnerException!) is not { } status
        || status is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests
        || status >= HttpStatusCode.InternalServerError;

    /// <summary>What the provider or its client said, on one line. For the log of the host: it may quote anything.</summary>
    public string Cause
    {
        get
        {
            var text = InnerException!.Message.ReplaceLineEndings(" ");
            return text.Length <= MaxCauseLength ? text : text[..MaxCauseLength] + "…";
        }
    }

    private static string Describe(Exception cause) =>
        StatusOf(cause) is { } status ? $"{cause.GetType().Name}, status {(int)status}" : cause.GetType().Name;

    /// <summary>None where there was no answer, or one that broke off.</summary>
    private static HttpStatusCode? StatusOf(Exception cause) => cause switch
    {
        AnthropicApiException error => error.StatusCode,
        ClientResultException { Status: > 0 } error => (HttpStatusCode)error.Status,
        HttpRequestException error => error.StatusCode,
        _ => null,
    };
}
