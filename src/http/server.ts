import type { AwsCredentials, Credentials, Identity, Reply, Token, Writer } from '../stack/stack.js'
import type { Route } from './connection/reach.js'

/**
 * One server of a run. The search engine is reached through its own client, as its users know it; the dashboards servers have none, and are reached
 * through axios. Both send what they are given and judge nothing: connections, certificates, proxies and signatures are ours, so that nothing goes out
 * before the server has proved who it is. search-server.ts, dashboards-server.ts and connection/ are the only files that talk to the network.
 */
export interface ServerOptions extends Route {
  /** connections that are opened at once: as many as there will be requests at a time to begin with */
  ahead: number
  /** Takes secrets out of what a server says: it may repeat what it was sent. Before anything shortens it. */
  redact: (body: unknown) => unknown
  onExchange: (exchange: Exchange) => void
}

/** Whose requests these are, and until when. */
export interface Caller {
  credentials: Credentials | Token | AwsCredentials | undefined
  /** what the server calls them, once it was asked */
  identity?: Identity | undefined
  /** headers sent with every request */
  headers: Record<string, string>
  /** ends reads, and lets nothing more begin */
  signal: AbortSignal
  /** Ends a write that is under way; default: `signal`. What a server is doing is worth waiting for. */
  writeSignal?: AbortSignal
}

/** Its connections are shared by all callers. */
export interface Server {
  as: (caller: Caller) => Writer
  /** Opens connections for so many requests at a time. */
  expect: (requests: number) => void
  close: () => void
}

/** One request and its answer. */
export interface Exchange {
  method: string
  path: string
  /** 0: no answer */
  status: number
  milliseconds: number
}

export type HttpAnswer = Omit<Reply, 'method' | 'path' | 'sent' | 'identity'>

/** A request as it goes out: what is signed of it is what is sent. */
export interface Outgoing {
  method: string
  /** with the query, without the path of the endpoint's URL */
  path: string
  content?: { type: string; bytes: string | Buffer }
}

/** Until when a request may take. */
export interface Limits {
  /** milliseconds */
  timeout: number
  /** it is not begun any more */
  begin: AbortSignal
  /** it is ended */
  end: AbortSignal
}

/** Headers come with the request: who asks is the caller's affair. */
export type Send = (request: Outgoing, headers: Record<string, string>, limits: Limits) => Promise<HttpAnswer>

export function flatHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}
