using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AgentKit.Tests.Infrastructure;

/// <summary>
/// Stands between a client and PostgreSQL. Counts round trips as the wire sees them, and cuts connections on demand: before a request reaches
/// the server, or after the server has answered and before the client hears of it.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private int _cutRequests;
    private int _cutReplies;
    private int _cuts;
    private int _roundTrips;

    public TcpProxy(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        (_host, _port) = (settings.Host!, settings.Port);
        _listener.Start();
        settings.Host = "127.0.0.1";
        settings.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        settings.SslMode = SslMode.Disable;
        ConnectionString = settings.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>Leads through the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>How often a client has sent something and then waited for the server.</summary>
    public int RoundTrips => Volatile.Read(ref _roundTrips);

    /// <summary>How many connections were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Of how many requests one is cut off at random, in either way; 0, the default, for none.</summary>
    public int CutOneOf { get; set; }

    /// <summary>Whether clients are told another process id at their start than the one that serves them, as behind a pooler.</summary>
    public bool HidesProcessId { get; set; }

    /// <summary>The next requests never reach the server.</summary>
    public void CutRequests(int count) => Interlocked.Add(ref _cutRequests, count);

    /// <summary>The next requests are carried out, and the client never hears of it.</summary>
    public void CutReplies(int count) => Interlocked.Add(ref _cutReplies, count);

    /// <summary>Cuts the next requests before they arrive, or else their replies.</summary>
    public void Cut(int count, bool beforeItArrives)
    {
        if (beforeItArrives)
        {
            CutRequests(count);
        }
        else
        {
            CutReplies(count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] connections;
        lock (_connections)
        {
            connections = [.. _connections];
        }

        await Task.WhenAll(connections);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                lock (_connections)
                {
                    _connections.Add(ServeAsync(client));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = new ProxiedConnection(client);
        try
        {
            await connection.ConnectAsync(_host, _port, _stop.Token);
            await Task.WhenAny(UpAsync(connection), DownAsync(connection));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone; disposing closes the other.
        }
    }

    private async Task UpAsync(ProxiedConnection connection)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await connection.FromClient.ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (connection.BeginRequest())
            {
                Interlocked.Increment(ref _roundTrips);
                if (connection.IsReady)
                {
                    DecideAtRandom();
                }

                if (connection.IsReady && TryTake(ref _cutRequests))
                {
                    return;
                }

                // Never taken back: of a long request, the server may answer the first part while the rest is on its way.
                connection.CutReply |= connection.IsReady && TryTake(ref _cutReplies);
            }

            await connection.ToServer.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }

    private async Task DownAsync(ProxiedConnection connection)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await connection.FromServer.ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (HidesProcessId && !connection.IsReady)
            {
                ProxiedConnection.HideProcessId(buffer.AsSpan(0, count));
            }

            connection.BeginReply(buffer.AsSpan(0, count));
            if (!connection.CutReply)
            {
                await connection.ToClient.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
            else if (connection.IsReady)
            {
                return; // the server is done: what it was asked is committed
            }
        }
    }

    private void DecideAtRandom()
    {
        if (CutOneOf == 0 || Random.Shared.Next(CutOneOf) != 0)
        {
            return;
        }

        if (Random.Shared.Next(2) == 0)
        {
            CutRequests(1);
        }
        else
        {
            CutReplies(1);
        }
    }

    private bool TryTake(ref int budget)
    {
        if (Interlocked.Decrement(ref budget) >= 0)
        {
            Interlocked.Increment(ref _cuts);
            return true;
        }

        Interlocked.Increment(ref budget);
        return false;
    }
}
