import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

type Headers = Readonly<Record<string, number | string | readonly string[]>>;

/**
 * Helmet's headers for an API, set on every answer. They never differ between answers, so helmet is asked once and its
 * result is copied: asking it each time costs a sixth of a small answer.
 */
export function secureHeaders() {
  const fixed = Object.entries(helmetHeaders());
  return (_request: Request, response: Response, next: NextFunction): void => {
    for (const [name, value] of fixed) response.setHeader(name, value);
    next();
  };
}

function helmetHeaders(): Headers {
  const collected: Record<string, number | string | readonly string[]> = {};
  const response = {
    setHeader: (name: string, value: number | string | readonly string[]) => {
      collected[name] = value;
    },
    removeHeader: (name: string) => {
      delete collected[name];
    },
  };
  const protect = helmet({
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }, useDefaults: false },
    // These speak to browsers about pages, downloads and plug-ins; an API has none.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  protect({} as never, response as never, (error?: unknown) => {
    if (error) throw error;
  });
  return collected;
}
