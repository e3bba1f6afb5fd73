using System.Net;
using System.Net.Sockets;

namespace AgentKit.Benchmarks.Server;

/// <summary>Stands between a client and PostgreSQL, and passes on what they say.</summary>
internal abstract class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;

    protected Relay(Endpoint endpoint)
    {
        (_host, _port) = (endpoint.Settings.Host!, endpoint.Settings.Port);
        _listener.Start();
        Endpoint = endpoint.At("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        _accepting = AcceptAsync();
    }

    /// <summary>Leads through here.</summary>
    public Endpoint Endpoint { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Before what a client has said goes on to the server.</summary>
    protected virtual void OnClientSpoke(Conversation conversation)
    {
    }

    /// <summary>Before what the server has said goes on to the client.</summary>
    protected virtual Task OnServerSpokeAsync(Conversation conversation, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient { NoDelay = true };
        try
        {
            client.NoDelay = true;
            await server.ConnectAsync(_host, _port, _stop.Token);
            var conversation = new Conversation();
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), () =>
                {
                    OnClientSpoke(conversation);
                    return Task.CompletedTask;
                }),
                CopyAsync(server.GetStream(), client.GetStream(), () => OnServerSpokeAsync(conversation, _stop.Token)));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone; disposing closes the other.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Func<Task> onBytesAsync)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            await onBytesAsync();
            await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }
}
