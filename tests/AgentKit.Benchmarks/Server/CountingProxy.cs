using System.Net;
using System.Net.Sockets;

namespace AgentKit.Benchmarks.Server;

/// <summary>Stands between a client and PostgreSQL, and counts how often the client speaks after the server has spoken.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private int _roundTrips;

    public CountingProxy(Endpoint endpoint)
    {
        (_host, _port) = (endpoint.Settings.Host!, endpoint.Settings.Port);
        _listener.Start();
        Endpoint = endpoint.At("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        _accepting = AcceptAsync();
    }

    /// <summary>Leads through the proxy.</summary>
    public Endpoint Endpoint { get; }

    public int RoundTrips => Volatile.Read(ref _roundTrips);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _stop.Dispose();
    }

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
            var turn = new Turn();
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), () => Count(turn)),
                CopyAsync(server.GetStream(), client.GetStream(), () => Interlocked.Exchange(ref turn.IsClients, 1)));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone; disposing closes the other.
        }
    }

    private void Count(Turn turn)
    {
        if (Interlocked.Exchange(ref turn.IsClients, 0) == 1)
        {
            Interlocked.Increment(ref _roundTrips);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Action onBytes)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            onBytes();
            await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }

    /// <summary>Whose turn it is to speak on a connection.</summary>
    private sealed class Turn
    {
        public int IsClients = 1;
    }
}
