namespace AgentKit.ChatApi.Chat;

/// <summary>What calls a run off: a client that goes away, and a host that stops, which would otherwise wait until the model has finished.</summary>
internal static class RunCancellation
{
    public static CancellationToken Of(HttpContext http)
    {
        var lifetime = http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.RegisterForDispose(either);
        return either.Token;
    }
}
